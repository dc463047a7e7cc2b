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
        | agent        | question                                     |
        | triage       | Hello, what can you do?                      |
        | cost analyst | Which team spent the most in September 2026? |
        | optimizer    | Compare the prices of our models             |
        | reporter     | Write me a report for September 2026         |
