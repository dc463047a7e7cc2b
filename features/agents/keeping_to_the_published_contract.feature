@owner:agents
@severity:critical
Feature: Keeping to the published contract
  As somebody who builds on the chat
  I want it to speak exactly as its published contract says
  So that what I build today still works tomorrow

  @promise:contract-kept
  @browser
  @wire
  Rule: Nothing is said that is not in the contract, and nothing is left out

    Scenario: A question and its answer
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then all that Ada and the chat said to each other keeps to the published contract

    Scenario: Opening a conversation again
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada opens the conversation on another device
      Then all that both devices of Ada and the chat said keeps to the published contract

  @promise:contract-spoken
  @wire
  Rule: Every kind of message in the contract is really there, in both directions

    Scenario: All that there is to say
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada's device says everything that there is to say
      Then every kind of message in the contract passed between Ada and the chat
      And all of it keeps to the contract that Ada can read

  @promise:contract-used
  @browser
  @wire
  Rule: What the contract says of the five events is really said

    Scenario: A run with a tool
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then the events of the run of Ada carry everything that the published contract names
