@owner:operations
@severity:normal
Feature: Telling the operator how it is
  As an operator of the chat
  I want the platform to say whether it can serve people, and what it still has in hand
  So that I send nobody to a platform that is stopping, and stop none too early

  @promise:tells-how-it-is
  @wire
  @needs:restart
  Rule: Whoever asks is told whether it takes on new work, and how many runs are in hand

    Scenario: The platform is told to stop while an agent works
      Given Jürgen is in a conversation of a platform that an operator looks after
      And Jürgen has asked "What did we spend in total in September 2026?" and the agent is at work
      When the operator tells the platform to stop
      Then the operator, who heard before that it was ready, hears that it is stopping
      And the operator hears that 1 run is still in hand
      And the platform ends by itself
