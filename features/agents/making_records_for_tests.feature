@owner:agents
@severity:normal
@wire
Feature: Making records for tests
  As someone who builds reports and must not use real records
  I want records that look real and are nobody's
  So that I can show and try out what I build

  @promise:synthetic-like-real
  Rule: Synthetic records look like real ones, cost what their tokens cost, and are no copies

    Scenario: Two hundred records
      Given Grace is in a conversation
      When Grace asks "Make 200 synthetic records like those of September 2026"
      Then Grace is answered by the synthetic data maker
      And 200 records came, like those of "2026-09", none of them a copy

  @promise:synthetic-again
  Rule: The same seed makes the same records

    Scenario: Grace needs them once more
      Given Grace is in a conversation
      When Grace asks twice "Make 30 synthetic records with seed 7"
      Then both times the same 30 records came
