@owner:agents
@severity:normal
Feature: Finding savings
  As someone who answers for the AI bill
  I want to know what a cheaper model would have cost
  So that I can decide whether to change

  @promise:right-prices
  @wire
  Rule: Prices are compared by what a million tokens really cost

    Scenario: Zoë compares all models
      Given Zoë is in a conversation
      When Zoë asks "Compare the prices of our models"
      Then the answer lists every model from the cheapest to the dearest million tokens

  @promise:right-savings
  @wire
  Rule: Savings are what the same work would have cost on the other model

    Scenario: Zoë considers the cheapest model
      Given Zoë is in a conversation
      When Zoë asks what moving the most expensive model of "2026-09" to the cheapest would save
      Then the answer names what moving them would have saved in "2026-09"
