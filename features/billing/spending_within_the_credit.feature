@owner:billing
@severity:critical
@needs:own_settings
Feature: Spending within the credit
  As someone whose plan lets me spend so much a month
  I want questions that go beyond it refused before they cost anything
  So that no invoice is a surprise

  @promise:credit-not-overspent
  @wire
  Rule: The last of the credit is spent once, however many tabs ask at once

    Scenario: Zoë asks in two tabs at once
      Given the early plan has credit for one question
      And Zoë is in a conversation
      And Zoë has been given the early plan
      When Zoë asks "Which models do we use?" in two tabs at once
      Then one question of Zoë is taken, and the other is refused for the credit
      And Zoë has spent no more than the credit
