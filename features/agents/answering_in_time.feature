@owner:agents
@severity:critical
Feature: Answering in time
  As a user who waits for an answer
  I want to see soon that somebody is at work, and to have the answer soon after
  So that I stay with it

  @promise:answers-in-time
  @browser
  @wire
  Rule: An agent begins at once, is never silent for long, and finishes in time

    Scenario Outline: <Who> asks for <what>
      Given <Who> is in a conversation
      When <Who> asks "<question>"
      Then the run of <Who> keeps these limits:
        | stage           | seconds |
        | first event     | 2       |
        | longest silence | 5       |
        | whole answer    | 10      |

      Examples:
        | Who   | what     | question                                                    |
        | Ada   | a figure | What are the three most expensive models in September 2026? |
        | Grace | a report | Write me a report for September 2026                        |

    @wire
    Scenario: Five questions one after the other
      Given Ada is in a conversation
      When Ada asks 5 times, each time after the answer, "Which models do we use?"
      Then each of the 5 runs of Ada keeps these limits:
        | stage           | seconds |
        | first event     | 2       |
        | longest silence | 5       |
        | whole answer    | 10      |
        | tool            | 1       |
        | delivery        | 1       |
