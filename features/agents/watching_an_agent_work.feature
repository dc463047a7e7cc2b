@owner:agents
@severity:critical
Feature: Watching an agent work
  As a user who waits for an answer
  I want to see what the agent is doing
  So that I trust the answer and know that something moves

  @promise:five-events
  @browser
  @wire
  Rule: The five events always arrive, complete and in order

    @smoke
    Scenario: An agent with one tool
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then the run of Ada shows all five events, complete and in order

    Scenario: An agent with several tools
      Given Grace is in a conversation
      When Grace asks "Write me a report for September 2026"
      Then the run of Grace shows all five events, complete and in order
      And at least 3 tools were at work, and each that started also finished

    Scenario: Two questions in a row
      Given Ada is in a conversation
      And Ada has asked "What did we spend in total in September 2026?"
      When Ada asks "Which models do we use?"
      Then each of the 2 runs of Ada shows its events, complete and in order

  @promise:activity-shown
  @browser
  Rule: What the page shows is what happened

    Scenario Outline: The activity tells a run with <what>
      Given Ada is in a conversation
      When Ada asks "<question>"
      Then the activity on the page tells every event of the run, in order

      Examples:
        | what              | question                                                    |
        | one tool          | What are the three most expensive models in September 2026? |
        | no tool           | Hello, what can you do?                                     |
        | a tool that fails | What did we spend on model Moonbeam 9 in September 2026?    |

    Scenario: The activity is there again after a reload
      Given Ada is in a conversation
      And Ada has asked "What are the three most expensive models in September 2026?"
      When Ada reloads the page
      Then the activity on the page tells every event of the run, in order

    Scenario: Ada reloads the page while the agent works
      Given Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      When Ada reloads the page
      Then the activity on the page tells every event of the run, in order

  @promise:answer-streams
  @browser
  @wire
  Rule: The answer arrives in pieces that together are the answer

    Scenario: The pieces add up
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then the pieces of the answer to Ada join to the whole answer
