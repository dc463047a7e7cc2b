@owner:agents
@severity:critical
@needs:faulty_tools
Feature: Trying failing tools again
  As a user whose question meets a tool that fails for a moment
  I want the agent to try it again by itself
  So that I get my answer, or hear soon why there is none

  @promise:tools-tried-again
  Rule: A tool that fails is tried again a few times, and I can watch each try

    @browser
    @wire
    Scenario: The tool is well again after two tries
      Given Ada is in a conversation of a platform whose tools can fail
      And the tools fail 2 times
      When Ada asks "What did we spend in total in September 2026?"
      Then its tool was tried 3 times, and the agent said each time that it would try again
      And the answer names the total spending of "2026-09"
      And the run of Ada shows all five events, complete and in order

    @wire
    Scenario: The tool stays broken
      Given Ada is in a conversation of a platform whose tools can fail
      And the tools fail until further notice
      When Ada asks "What did we spend in total in September 2026?"
      Then the run of Ada ends as failed, complete and in order
      And the end of the run says "broke down, 4 times in a row"
      And its tool was tried 4 times, and the agent said each time that it would try again

  @promise:pauses-grow
  @wire
  Rule: Each pause before another try is twice as long as the one before, and somewhat more by chance

    Scenario: Four tries
      Given Ada is in a conversation of a platform whose tools can fail
      And the tools fail until further notice
      When Ada asks "What did we spend in total in September 2026?"
      Then the pauses between the tries were at least:
        | before try | seconds |
        | 2          | 0.1     |
        | 3          | 0.2     |
        | 4          | 0.4     |

  @promise:retries-end
  @wire
  Rule: Whoever waits for another try can stop at once, and never waits for ever

    Scenario: Stopped before the next try
      Given Ada is in a conversation of a platform that tries again after an hour
      And the tools fail until further notice
      And Ada has asked "What did we spend in total in September 2026?" and the tool has failed
      When Ada stops the run
      Then the run of Ada ends as stopped, complete and in order
      And its tool was tried 1 time

    Scenario: Too late for the next try
      Given Ada is in a conversation of a platform that tries again after an hour and ends runs after a second
      And the tools fail until further notice
      When Ada asks "What did we spend in total in September 2026?"
      Then the run of Ada ends as failed, complete and in order
      And the end of the run says "it took too long"
      And its tool was tried 1 time

  @promise:crash-between-tries
  @needs:restart
  @wire
  @chaos
  Rule: When the platform dies before the next try, the run has failed, and nothing is to be paid for it

    Scenario: The platform dies between two tries
      Given Jürgen is in a conversation of a platform that tries again after an hour, and may die
      And the tools fail until further notice
      And Jürgen has asked "What did we spend in total in September 2026?" and the tool has failed
      When the platform dies and starts again, and the tools work
      Then the run that was at work is closed as failed within 5 seconds
      And the ledger of Jürgen holds what the runs told, each thing once
      And everything reached Jürgen once, in order and unharmed
