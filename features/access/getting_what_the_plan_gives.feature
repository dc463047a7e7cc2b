@owner:accounts
@severity:critical
@needs:plans
Feature: Getting what the plan gives
  As someone who pays for a plan, or for none
  I want to get what it includes, and to be told plainly where it ends
  So that I know when another plan is worth its price

  @promise:plan-agents
  Rule: The plan decides which agents answer

    @browser
    @wire
    Scenario: Ada, on the free plan, wants a report
      Given plans have their limits
      And Ada is in a conversation
      When Ada asks "Write me a report for September 2026"
      Then Ada reads in place of an answer "Reporter is not part of the free plan. Ask an administrator for another plan."

    @wire
    Scenario: Katherine, on the mid plan, wants a report
      Given plans have their limits
      And Katherine is in a conversation
      And Katherine has been given the mid plan
      When Katherine asks "Write me a report for September 2026"
      Then Katherine is answered by the reporter

  @promise:plan-agents-told
  @wire
  Rule: Whoever asks who is there is told which agents the plan includes

    Scenario Outline: On the <plan> plan
      Given plans have their limits
      And Ada is in a conversation
      And Ada has been given the <plan> plan
      When Ada asks which agents there are
      Then of 16 agents the plan of Ada includes <included>
      And among these agents is the <one>, and not the <other>

      Examples:
        | plan  | included | one        | other              |
        | free  | 5        | summarizer | forecaster         |
        | early | 9        | forecaster | compliance checker |

  @promise:plan-questions-a-day
  @wire
  Rule: The plan decides how many questions one may ask a day

    Scenario: Ada asks her eleventh question
      Given plans have their limits
      And Ada is in a conversation
      And Ada has asked 10 questions, which were answered
      When Ada asks "Which models do we use?"
      Then Ada is told "You have asked the 10 questions that the free plan includes a day."

  @promise:plan-questions-at-once
  @wire
  Rule: The plan decides how many questions may wait for their answers at a time

    Scenario: Ada does not wait for her answer
      Given plans have their limits, and agents take their time
      And Ada is in a conversation
      And Ada has asked "What did we spend in total in September 2026?" and the agent is at work
      When Ada asks "Which models do we use?"
      Then Ada is told "The free plan answers one question at a time. Wait for the answer, then ask again."

  @promise:plan-question-length
  Rule: The plan decides how long a question may be

    @browser
    @wire
    Scenario: Ada pastes a long text
      Given plans have their limits
      And Ada is in a conversation
      When Ada asks a question of 1001 characters
      Then Ada is told "On the free plan a question has at most 1000 characters."

    @wire
    Scenario: Ada just keeps within it
      Given plans have their limits
      And Ada is in a conversation
      When Ada asks a question of 1000 characters
      Then Ada is answered by the triage

  @promise:plan-data
  @wire
  Rule: The plan decides whether the usage data may be downloaded

    Scenario: Ada, on the free plan, may not
      Given plans have their limits
      And Ada is in a conversation
      When Ada downloads the usage data
      Then Ada is refused as "plan_limit_reached"

    Scenario: Grace, on the enterprise plan, may
      Given plans have their limits
      And Grace is in a conversation
      And Grace has been given the enterprise plan
      When Grace downloads the usage data
      Then Grace has the usage data
