@owner:agents
@severity:normal
@wire
Feature: Speaking AG-UI
  As somebody with a program of my own that speaks AG-UI
  I want it to get the same answers from the same agents
  So that I need no second platform for it

  @promise:ag-ui-same-run
  Rule: A program that speaks AG-UI is told the same run as the person it works for

    Scenario: A question that needs a tool
      Given Ada is in a conversation
      When a program of Ada asks "What are the three most expensive models in September 2026?" over AG-UI
      Then the program of Ada was told all of the run that Ada was told of
      And another device of Ada shows the answer that the program got

    Scenario: A briefing by two sub-agents
      Given Grace is in a conversation
      When a program of Grace asks "Prepare a briefing for September 2026" over AG-UI
      Then the program of Grace was told all of the run that Grace was told of
      And another device of Grace shows the answer that the program got

  @promise:ag-ui-asked-once
  Rule: A question that a program asks again is answered once

    Scenario: A program that is not sure whether it was heard
      Given Ada is in a conversation
      When a program of Ada asks "Which models do we use?" twice under the same name
      Then the program of Ada was told the same run both times
      And "Which models do we use?" stands in the conversation once

  @promise:ag-ui-failures-told
  @needs:own_settings
  Rule: A run without an answer is never told as a success

    Scenario: A run that failed
      Given runs may use 5 tools
      And Ada is in a conversation
      When a program of Ada asks "What did we spend on each of the last 50 days?" over AG-UI
      Then the program of Ada was told that the run failed: "more than the 5 tool calls"

    Scenario: A run that was stopped
      Given agents take their time
      And Ada is in a conversation
      And a program of Ada has asked "Which models do we use?" over AG-UI, and the agent is at work
      When Ada stops the run
      Then the program of Ada was told that the run was stopped

  @promise:ag-ui-conversation-survives
  @needs:own_settings
  Rule: After a run that failed the conversation still reads whole

    Scenario: A program asks again after a failure
      Given runs may use 5 tools
      And Ada is in a conversation
      And a program of Ada has asked "What did we spend on each of the last 50 days?" over AG-UI
      When the program of Ada asks "Hello, what can you do?" next
      Then the program of Ada was told the conversation as Ada reads it

  @promise:ag-ui-strangers-refused
  Rule: A program gets no further than the person it works for

    Scenario: Mallory's program asks in Ada's conversation
      Given Ada is in a conversation
      And Mallory is in the chat
      When a program of Mallory asks over AG-UI in the conversation of Ada
      Then the program of Mallory is refused: "There is no such thread in your account."

    Scenario: Nobody is logged in
      When a program asks over AG-UI for Mallory, who is not logged in
      Then the program of Mallory is refused: "You are not logged in."
