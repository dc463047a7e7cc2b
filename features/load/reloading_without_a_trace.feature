@owner:operations
@severity:normal
Feature: Reloading without a trace
  As an operator of the chat
  I want pages that are loaded again and again to leave nothing behind
  So that impatient users do not wear the platform out

  @promise:no-trace-of-reloads
  @needs:own_settings
  Rule: Who comes and goes leaves no connection, no task, no file and no row behind

    @wire
    Scenario: A device comes and goes a hundred times
      Given Ada is in a conversation of a platform whose figures can be read
      When a device of Ada comes and goes 100 times
      Then the platform holds no more than before

    @browser
    Scenario: Ada loads the page again and again
      Given Ada is in a conversation of a platform whose figures can be read
      When Ada loads the page again 15 times
      Then the platform holds no more than before

    @browser
    @load
    Scenario: Ada loads the page a hundred times
      Given Ada is in a conversation of a platform whose figures can be read
      When Ada loads the page again 100 times
      Then the platform holds no more than before

    @wire
    Scenario: Ten people load their pages at once
      Given Ada is in a conversation of a platform whose figures can be read
      When devices of 10 people come and go at once, 10 times each
      Then the platform holds no more than before
