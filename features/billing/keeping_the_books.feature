@owner:billing
@severity:critical
@needs:own_settings
Feature: Keeping the books
  As someone who answers for the books of the platform
  I want every line to belong to a run, and every run to have its lines
  So that whoever audits us finds nothing that we did not know

  @promise:books-balance
  @wire
  Rule: What people saw, the ledger, and the invoices agree to the last nano-dollar

    Scenario: A day on which all of it happens
      Given plans have their limits, and runs may use 5 tools
      And people are in conversations on these plans
        | who       | plan       |
        | Ada       | free       |
        | Zoë       | early      |
        | Katherine | mid        |
        | Grace     | enterprise |
      When they ask these questions
        | who       | question                                       | outcome  |
        | Ada       | What did we spend in total in September 2026?  | answered |
        | Zoë       | Which models do we use?                        | answered |
        | Katherine | What did we spend on each of the last 50 days? | failed   |
        | Grace     | Prepare a briefing for September 2026          | stopped  |
      Then each of these questions ended that way
      And the books agree with what they saw
