@owner:operations
@severity:critical
Feature: Telling late rather than never
  As a user who watches an agent work
  I want news that the platform cannot keep just now to reach me later
  So that its trouble costs me a little patience, and never the answer

  @promise:told-late
  @wire
  @needs:locked_storage
  Rule: While the storage is locked the tools go on, and all news is told afterwards

    Background:
      Given Ada is in a conversation of a platform whose storage can be locked

    Scenario: The storage is locked while a tool is at work
      Given Ada has asked "What are the three most expensive models in September 2026?" and the agent is at work
      When the storage is locked until news of a tool could not be kept
      Then the run of Ada shows all five events, complete and in order
      And the answer names the 3 most expensive models of "2026-09" in order, with spending and share of the bill
      And everything that reached Ada is numbered from 1 without a gap
      And the platform counted what it told late, and nothing waits any more

    Scenario: The storage is locked while several tools are at work
      Given Ada has asked "Write me a report for September 2026" and the agent is at work
      When the storage is locked until news of a tool could not be kept
      Then the run of Ada shows all five events, complete and in order
      And the answer names every model and every team with its spending in "2026-09"
      And everything that reached Ada is numbered from 1 without a gap
      And the platform counted what it told late, and nothing waits any more
