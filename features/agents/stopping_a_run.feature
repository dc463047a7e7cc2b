@owner:agents
@severity:critical
@needs:own_settings
Feature: Stopping a run
  As a user who sees that the question was wrong
  I want to stop the agent at once
  So that I neither wait nor pay for what I do not want

  Background:
    Given agents take their time

  @promise:run-stops
  Rule: A run that is stopped ends at once, and in order

    @browser
    @wire
    Scenario: In the middle of a tool
      Given Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      When Ada stops the run
      Then the run of Ada ends as stopped, complete and in order
      And Ada can still ask and get an answer

    @browser
    @wire
    Scenario: In the middle of the answer
      Given Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the answer has begun
      When Ada stops the run
      Then the run of Ada ends as stopped, complete and in order
      And the part of the answer that Ada had read stays in the conversation

    @wire
    Scenario: While sub-agents are at work
      Given Grace is in a conversation
      And Grace has asked "Prepare a briefing for September 2026" and 2 sub-agents are at work
      When Grace stops the run
      Then the run of Grace ends as stopped, complete and in order
      And the sub-agents of Grace ended as stopped, too

    @browser
    @wire
    Scenario: While another question waits behind it
      Given Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      And Ada has asked "Hello, what can you do?" behind it
      When Ada stops the run
      Then the first run of Ada ends as stopped, and the question behind it is answered

    @wire
    Scenario: Before it has begun
      Given Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      When Ada asks "Which models do we use?" and stops that run while it waits
      Then the last run of Ada ends as stopped without beginning its work
      And the run before it goes on to its answer

    @wire
    Scenario: When it is over already
      Given Ada is in a conversation
      And Ada has asked "Hello, what can you do?"
      When Ada stops the run
      Then Ada is told that the run has ended, and nothing else happens

  @promise:stop-offered
  @browser
  Rule: The page offers to stop while an agent is at work, and only then

    Scenario: Before, during and after
      Given Ada is in a conversation
      And the page of Ada does not offer to stop
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      And the page of Ada offers to stop
      When Ada stops the run
      Then the page of Ada does not offer to stop
      And the activity on the page tells every event of the run, in order

    Scenario: In both tabs of one person
      Given Ada is in a conversation
      And Ada has the conversation open in a second tab
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      When Ada stops the run
      Then both tabs of Ada show the same conversation and the same activity
      And neither tab of Ada offers to stop
