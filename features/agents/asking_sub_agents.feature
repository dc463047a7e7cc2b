@owner:agents
@severity:critical
Feature: Asking sub-agents
  As a user with a question that needs several specialists
  I want one agent to ask the others and to answer me in one piece
  So that I need not know who does what

  @promise:sub-agents-in-order
  @browser
  @wire
  Rule: A sub-agent's run lies inside the run that asked for it

    Scenario: A briefing by two specialists
      Given Grace is in a conversation
      When Grace asks "Prepare a briefing for September 2026"
      Then the run of Grace shows all five events, complete and in order
      And 2 sub-agents worked inside the run of Grace: the cost analyst and the optimizer

  @promise:sub-agents-heard
  @browser
  @wire
  Rule: What the sub-agents found stands in the one answer

    Scenario: Grace reads one answer
      Given Grace is in a conversation
      When Grace asks "Prepare a briefing for September 2026"
      Then the answer names the 5 most expensive models of "2026-09" in order, with spending and share of the bill, beside other things
      And the run of Grace was given what each sub-agent answered
      And Grace reads 1 question and 1 answer, by the reporter

  @promise:sub-agents-shown
  @browser
  Rule: The page tells whose work is whose

    Scenario: Grace watches
      Given Grace is in a conversation
      When Grace asks "Prepare a briefing for September 2026"
      Then the activity on the page tells every event of every run, in order, under the name of its agent

  @promise:sub-agents-side-by-side
  @wire
  Rule: However many sub-agents are needed, they work side by side

    Scenario: A full briefing by six specialists
      Given Grace is in a conversation
      When Grace asks "Prepare a full briefing for September 2026"
      Then the run of Grace shows all five events, complete and in order
      And 6 sub-agents worked side by side: cost analyst, optimizer, forecaster, anomaly detector, compliance checker, capacity planner
      And the answer names the 5 most expensive models of "2026-09" in order, with spending and share of the bill, beside other things
