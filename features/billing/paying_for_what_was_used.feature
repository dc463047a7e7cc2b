@owner:billing
@severity:critical
Feature: Paying for what was used
  As someone who pays for answers
  I want to be charged for what I was told, once, at the prices of my plan
  So that I never have to ask what an amount is for

  @promise:charged-as-told
  @wire
  @needs:plans
  Rule: What the runs told is what the ledger holds, whatever the plan and the question

    Scenario Outline: <who>, on the <plan> plan, asks "<question>"
      Given plans have their limits
      And <who> is in a conversation
      And <who> has been given the <plan> plan
      When <who> asks "<question>"
      Then the ledger of <who> holds what the runs told, each thing once

      Examples:
        | who       | plan       | question                                       |
        | Ada       | free       | What did we spend in total in September 2026?  |
        | Søren     | trial      | Write me a report for September 2026           |
        | Zoë       | early      | Hello, what can you do?                        |
        | Katherine | mid        | What did we spend on each of the last 50 days? |
        | Grace     | enterprise | Prepare a briefing for September 2026          |

  @promise:charged-plan-of-the-moment
  @wire
  @needs:plans
  Rule: A run is charged by the plan of the moment in which it began

    Scenario: Katherine gets another plan in the middle of the month
      Given plans have their limits
      And Katherine is in a conversation
      And Katherine has been given the early plan
      And Katherine has asked 1 questions, which were answered
      And Katherine has been given the mid plan
      When Katherine asks "Which models do we use?"
      Then the ledger of Katherine holds what the runs told, each thing once

  @promise:charged-once
  @wire
  @needs:plans
  Rule: What is sent twice is charged once

    Scenario: The device of Katherine is not sure that its question arrived
      Given plans have their limits
      And Katherine is in a conversation
      And Katherine has been given the mid plan
      When Katherine's device sends "Which models do we use?" twice under the same name
      Then the ledger of Katherine holds what the runs told, each thing once

  @promise:charged-for-oneself
  @wire
  @needs:plans
  Rule: Nobody pays for anybody else

    Scenario: Ada and Grace ask at the same time
      Given plans have their limits
      And Ada is in a conversation
      And Grace is in a conversation
      And Ada has asked "Which models do we use?"
      When Grace asks "Which models do we use?"
      Then the ledger of Grace holds what the runs told, each thing once
      And the ledger of Ada holds what the runs told, each thing once

  @promise:charged-despite-a-crash
  @wire
  @needs:restart
  Rule: No charge is lost with the platform, and none comes twice

    Scenario: The platform dies as soon as the answer is there
      Given Jürgen is in a conversation of a platform that may die, with a device that stays connected
      When Jürgen asks "Hello, what can you do?", and the platform dies as soon as the run has ended
      Then the ledger of Jürgen holds what the runs told, each thing once

    Scenario: The platform dies while an agent works and another question waits
      Given Jürgen is in a conversation of a platform that may die, with a device that stays connected
      And Jürgen has asked "What did we spend in total in September 2026?" and the agent is at work
      When Jürgen asks "Which models do we use?", and the platform dies and starts again
      Then the ledger of Jürgen holds what the runs told, each thing once

  @promise:failed-costs-nothing
  @wire
  @needs:own_settings
  Rule: A run that failed is taken back by opposite lines

    Scenario: An agent cannot finish the answer to Katherine
      Given plans have their limits, and runs may use 5 tools
      And Katherine is in a conversation
      And Katherine has been given the mid plan
      When Katherine asks "What did we spend on each of the last 50 days?"
      Then the ledger of Katherine holds what the runs told, each thing once
      And the failed run of Katherine was charged and taken back, and costs nothing
