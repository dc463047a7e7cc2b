@owner:agents
@severity:critical
Feature: Answering questions about spending
  As someone who answers for the AI bill
  I want numbers that are right to the cent
  So that I can act on them without recomputing

  @promise:right-totals
  @wire
  Rule: A total is the sum of the usage data, to the cent

    Scenario Outline: The total of <period>
      Given Katherine is in a conversation
      When Katherine asks "What did we spend in total <period>?"
      Then the answer names the total spending of "<days>"

      Examples:
        | period              | days         |
        | in September 2026   | 2026-09      |
        | in August 2026      | 2026-08      |
        | in the last 7 days  | last 7 days  |
        | in the last 30 days | last 30 days |

  @promise:right-ranking
  Rule: A ranking names the right ones, in order, with their share of the bill

    @browser
    @wire
    @smoke
    Scenario: The three most expensive models
      Given Katherine is in a conversation
      When Katherine asks "What are the three most expensive models in September 2026?"
      Then the answer names the 3 most expensive models of "2026-09" in order, with spending and share of the bill

    @wire
    Scenario Outline: The top <whom>
      Given Katherine is in a conversation
      When Katherine asks "<question>"
      Then the answer names the <count> most expensive <whom> of "2026-09" in order, with spending and share of the bill

      Examples:
        | question                                          | count | whom      |
        | Which two teams spent the most in September 2026? | 2     | teams     |
        | Top 4 providers in September 2026                 | 4     | providers |

  @promise:result-of-tool
  @wire
  Rule: What the tool found is what the usage data says

    Scenario: The tool's own result is recomputed
      Given Katherine is in a conversation
      When Katherine asks "What are the three most expensive models in September 2026?"
      Then the tool "top_spenders" found the 3 most expensive models of "2026-09"
