@owner:agents
@severity:critical
@wire
Feature: Planning ahead
  As someone who plans the next quarter
  I want to know what comes, what it takes, and what to do first
  So that neither the budget nor the load surprises me

  @promise:right-trend
  Rule: The forecaster follows the straight line that fits the days best

    Scenario: Thirty days along the trend
      Given Katherine is in a conversation
      When Katherine asks "What will we spend in the next 30 days along the trend?"
      Then the forecaster found with "spend_trend" what the usage data of "all; 30 days" gives
      And the answer tells all of it

  @promise:right-capacity
  Rule: The capacity planner knows the peaks, and adds the headroom that is asked for

    Scenario Outline: Headroom of <headroom> percent
      Given Katherine is in a conversation
      When Katherine asks "How much capacity do we need for the peaks of <month> with <headroom> percent headroom?"
      Then the capacity planner found with "plan_capacity" what the usage data of "<wanted>" gives
      And the answer tells all of it

      Examples:
        | month          | headroom | wanted              |
        | September 2026 | 20       | 2026-09; 20 percent |
        | August 2026    | 35       | 2026-08; 35 percent |

  @promise:right-actions
  Rule: The actions planner puts the action first that saves most

    @browser
    Scenario: The three best actions
      Given Katherine is in a conversation
      When Katherine asks "Which three actions would have saved most in September 2026?"
      Then the actions planner found with "plan_actions" what the usage data of "2026-09; 3 actions" gives
      And the answer tells all of it

  @promise:right-quotes
  Rule: The price comparer says what work would cost before it is done

    Scenario: A piece of work on every model
      Given Katherine is in a conversation
      When Katherine asks "What would 2 million input tokens and 500,000 output tokens cost?"
      Then the price comparer found with "quote_work" what the usage data of "all; 2,000,000 input tokens; 500,000 output tokens" gives
      And the answer tells all of it
