@owner:agents
@severity:normal
Feature: Choosing the right agent
  As a user who does not know the agents
  I want my question to reach the one that can answer it
  So that I need not learn who does what

  @promise:right-agent
  @wire
  Rule: The question decides which agent answers

    Scenario Outline: A question for the <agent>
      Given Ada is in a conversation
      When Ada asks "<question>"
      Then Ada is answered by the <agent>

      Examples:
        | agent                | question                                                      |
        | triage               | Hello, what can you do?                                       |
        | data agent           | Show me every usage record of September 2026                  |
        | cost analyst         | Which team spent the most in September 2026?                  |
        | optimizer            | How can we save money in September 2026?                      |
        | actions planner      | Which three actions would have saved most in September 2026?  |
        | reporter             | Write me a report for September 2026                          |
        | summarizer           | Summarise September 2026                                      |
        | forecaster           | Forecast our spending for the next 30 days                    |
        | anomaly detector     | Which days stand out in September 2026?                       |
        | price comparer       | Compare the prices of our models                              |
        | supply researcher    | How much did we depend on single providers in September 2026? |
        | corpus librarian     | What do our documents say about notice periods?               |
        | synthetic data maker | Make 20 synthetic records like those of September 2026        |
        | compliance checker   | Did all teams comply with the policy in September 2026?       |
        | quality reviewer     | Reconcile the books of September 2026                         |
        | capacity planner     | How much capacity do we need for the peaks of September 2026? |

  @promise:unclear-said
  @wire
  Rule: Who cannot be understood is told so, and nobody guesses

    Scenario: Ada asks for two things at once
      Given Ada is in a conversation
      When Ada asks "Forecast our peak load"
      Then Ada is answered by the triage
      And the answer says "I am not sure who shall answer that: the capacity planner or the forecaster?"

    Scenario: Ada speaks of something else
      Given Ada is in a conversation
      When Ada asks "Blue is a nice colour"
      Then Ada is answered by the triage
      And the answer says "I am not sure what you want to know"
