@owner:agents
@severity:critical
@wire
Feature: Knowing the figures
  As someone who has to explain the AI bill
  I want specialists who look at it from every side
  So that I can trust the figures and need not go through them line by line

  @promise:right-statistics
  Rule: The data agent describes what stands in the records

    Scenario Outline: The statistics of the <figure>
      Given Grace is in a conversation
      When Grace asks "Show the statistics of the <figure> in <month>"
      Then the data agent found with "column_statistics" what the usage data of "<wanted>" gives
      And the answer tells all of it

      Examples:
        | figure        | month          | wanted                 |
        | input tokens  | September 2026 | 2026-09; input tokens  |
        | output tokens | August 2026    | 2026-08; output tokens |
        | costs         | September 2026 | 2026-09                |

  @promise:right-key-figures
  Rule: The summarizer tells a month in a few figures, and what has changed

    Scenario: September in short
      Given Grace is in a conversation
      When Grace asks "Summarise September 2026"
      Then the summarizer found with "key_figures" what the usage data of "2026-09" gives
      And the answer tells all of it

  @promise:anomalies-found
  Rule: The anomaly detector finds the days that stand out, and no others

    Scenario Outline: What stands out in <month>
      Given Grace is in a conversation
      When Grace asks "<question>"
      Then the anomaly detector found with "find_anomalies" what the usage data of "<wanted>" gives
      And the answer tells all of it

      Examples:
        | month     | question                                                         | wanted                  |
        | September | Which days stand out in September 2026?                          | 2026-09; 2 deviations   |
        | August    | Find anomalies of 1.5 standard deviations or more in August 2026 | 2026-08; 1.5 deviations |

  @promise:books-checked
  Rule: The quality reviewer recomputes every record, and says which are wrong

    Scenario: The books of September are right
      Given Grace is in a conversation
      When Grace asks "Reconcile the books of September 2026"
      Then the quality reviewer found with "reconcile_spend" what the usage data of "2026-09" gives
      And the answer tells all of it

    @needs:own_settings
    @needs:locked_storage
    Scenario: A record was changed by hand
      Given Grace is in a conversation of a platform whose books were changed by hand
      When Grace asks "Reconcile the books of September 2026"
      Then the answer warns that a record does not agree, and names it
