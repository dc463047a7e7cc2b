@owner:agents
@severity:critical
Feature: Using any number of tools
  As a user with small and with large questions
  I want an agent to use as many tools as the question needs
  So that I get a whole answer, however much there is to look up

  @promise:any-number-of-tools
  @wire
  Rule: None, or fifty at once: every run is complete and in order

    @browser
    Scenario: A greeting needs no tool
      Given Ada is in a conversation
      When Ada asks "Hello, what can you do?"
      Then the run of Ada is complete and in order
      And 0 tools were at work, and each that started also finished

    Scenario: Fifty tools at once
      Given Katherine is in a conversation
      When Katherine asks "What did we spend on each of the last 50 days?"
      Then the run of Katherine is complete and in order
      And 50 tools were at work, and each that started also finished
      And the answer names the spending of each of the last 50 days

  @promise:huge-results
  @browser
  @wire
  Rule: However much a tool finds, it arrives whole, and the answer says how much it was

    Scenario: Every line of a month
      Given Katherine is in a conversation
      When Katherine asks "Show me every usage record of September 2026"
      Then the tool "usage_records" found every line of the usage data of "2026-09"
      And the answer says how many lines there are in "2026-09"
