@owner:agents
@severity:normal
Feature: Writing reports
  As someone who reports to a board
  I want a month on one page
  So that I can hand it on as it is

  @promise:complete-report
  @wire
  Rule: A report holds the total, the models, and the teams of its month

    Scenario: Grace wants September
      Given Grace is in a conversation
      When Grace asks "Write me a report for September 2026"
      Then the answer names the total spending of "2026-09"
      And the answer names every model and every team with its spending in "2026-09"

  @promise:readable-tables
  @browser
  Rule: Numbers stand in tables that people can read

    Scenario: Grace sees tables
      Given Grace is in a conversation
      When Grace asks "Write me a report for September 2026"
      Then the answer holds a table of models

  @promise:right-forecast
  @wire
  Rule: A forecast says what it is made from

    Scenario: Grace looks 30 days ahead
      Given Grace is in a conversation
      When Grace asks "Forecast our spending for the next 30 days"
      Then the answer names 30 times the mean daily spending of the last 28 days
