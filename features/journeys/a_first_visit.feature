@owner:product
@severity:blocker
Feature: A first visit
  As someone who wants to know what AI costs the company
  I want to get from nothing to a right answer in one sitting
  So that I know on the first day that this is worth paying for

  @promise:first-visit
  @journey
  @browser
  @smoke
  Rule: A newcomer gets a right answer on the first visit, quickly

    Scenario: Ada goes the whole way
      Given Ada has never been here
      When Ada signs up
      And Ada confirms the address
      And Ada logs in
      And Ada starts a new conversation
      And Ada asks "What are the three most expensive models in September 2026?"
      Then the run of Ada shows all five events, complete and in order
      And the answer names the 3 most expensive models of "2026-09" in order, with spending and share of the bill
      And the stages of the journey kept their limits:
        | stage        | limit in seconds |
        | signing up   | 5                |
        | confirming   | 2                |
        | logging in   | 3                |
        | connecting   | 2                |
        | first event  | 8                |
        | whole answer | 20               |
        | everything   | 30               |
