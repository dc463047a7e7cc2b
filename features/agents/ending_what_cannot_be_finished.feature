@owner:agents
@severity:critical
@needs:own_settings
Feature: Ending what cannot be finished
  As a user who waits
  I want a run that cannot be finished to say so
  So that I do not wait for ever, and can ask in another way

  @promise:failing-run-ends
  Rule: A run that cannot be finished ends in order, and says why

    @browser
    Scenario: Ada reads why there is no answer
      Given runs may take one second
      And Ada is in a conversation
      When Ada asks "What did we spend in total in September 2026?"
      Then the run of Ada ends as failed, complete and in order
      And Ada is told "it took too long"

    @wire
    Scenario: A run that would never end
      Given runs may take one second
      And Ada is in a conversation
      When Ada asks "What did we spend in total in September 2026?"
      Then the run of Ada ends as failed, complete and in order
      And the end of the run says "it took too long"

    @wire
    Scenario: A run that needs more tools than it may use
      Given runs may use 5 tools
      And Ada is in a conversation
      When Ada asks "What did we spend on each of the last 50 days?"
      Then the run of Ada ends as failed, complete and in order
      And the end of the run says "more than the 5 tool calls"
      And Ada can still ask and get an answer
