@owner:chat
@severity:normal
Feature: Keeping devices in step
  As a user with a laptop and a phone
  I want each of them to know what I did on the other
  So that I go on where I am

  @promise:use-adds-up
  @wire
  Rule: What was used is the sum of what all runs said that they used

    Scenario: A question, and a briefing with sub-agents
      Given Ada is in a conversation
      And Ada has asked "What did we spend in total in September 2026?"
      And Ada has asked "Prepare a briefing for September 2026"
      When Ada asks what she has used so far
      Then it is the sum of what the runs of Ada told

    Scenario: Used is used
      Given Ada is in a conversation
      And Ada has asked "What did we spend in total in September 2026?"
      And Ada has deleted the conversation
      When Ada asks what she has used so far
      Then it is the sum of what the runs of Ada told

  @promise:read-everywhere
  @wire
  Rule: What was read on one device is read on all, and never unread again

    Scenario: Ada reads on her laptop
      Given Ada is in a conversation
      And Ada is in the chat on another device
      When Ada tells that she has read 1 event of the conversation
      Then the other device of Ada hears that 1 event is read

    Scenario: An old device comes late
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Ada has read 3 events of the conversation
      When Ada tells that she has read 1 event of the conversation
      Then 3 events of the conversation of Ada are read

  @promise:typing-passes
  @wire
  Rule: That a user is writing is told to the user's own devices, and kept nowhere

    Scenario: Ada writes on her laptop
      Given Ada is in a conversation
      And Ada is in the chat on another device
      And Mallory is in the chat
      When Ada begins to write
      Then the other device of Ada hears that she writes
      And nothing of it is kept, and Mallory hears nothing

  @promise:preferences-follow
  @wire
  Rule: Preferences follow their user to every device

    Scenario: Ada likes it dark
      Given Ada is in the chat
      And Ada is in the chat on another device
      When Ada prefers dark colours and numbers as in Germany
      Then the other device of Ada hears of it
      And the next device of Ada finds dark colours and numbers as in Germany
