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

  @promise:tells-storage-away
  @wire
  @needs:locked_storage
  Rule: A platform that can keep nothing says so, to the operator and to whoever asks, until it can again

    Scenario: Another program locks the storage for a while
      Given Ada is in a conversation of a platform whose storage can be locked
      When Ada asks "Which models do we use?", and the operator how it is, while the storage is locked
      Then the operator, who hears now that it is ready, heard "The database cannot be written."
      And the question of Ada was refused with "We can store nothing just now"
      And the conversation is empty
      And Ada can still ask and get an answer
