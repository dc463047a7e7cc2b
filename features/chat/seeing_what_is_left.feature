@owner:chat
@severity:normal
@needs:plans
Feature: Seeing what is left
  As someone whose plan includes some questions a day
  I want to see how many are left while I ask
  So that I keep one for the evening

  @promise:left-shown
  Rule: Each question is taken off at once, wherever one looks

    @browser
    @wire
    Scenario: Ada asks her first question
      Given plans have their limits
      And Ada is in a conversation
      And Ada sees that 10 of 10 questions are left
      When Ada asks "What did we spend in total in September 2026?"
      Then Ada sees that 9 of 10 questions are left
      And the figures of use shown to Ada are the sum of what her runs told

    @wire
    Scenario: Ada asks on another device
      Given plans have their limits
      And Ada is in a conversation
      And Ada is in the chat on another device
      When Ada asks "Which models do we use?"
      Then the other device of Ada sees that 9 of 10 questions are left

    @wire
    Scenario: Ada gets another plan
      Given plans have their limits
      And Ada is in a conversation
      When Ada is given the early plan
      Then Ada sees that 100 of 100 questions are left
