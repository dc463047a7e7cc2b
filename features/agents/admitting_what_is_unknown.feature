@owner:agents
@severity:normal
Feature: Admitting what is unknown
  As a user who makes mistakes
  I want to be told plainly when something does not exist
  So that I never take an invented number for a true one

  @promise:unknown-admitted
  @wire
  Rule: A name that is not in the usage data gets no number

    Scenario: Ada asks about a model nobody uses
      Given Ada is in a conversation
      When Ada asks "What did we spend on model Moonbeam 9 in September 2026?"
      Then the answer says that "Moonbeam 9" is not known, and names no amount
      And the tool that looked for it reports the failure

    Scenario: The run still ends in good order
      Given Ada is in a conversation
      When Ada asks "What did we spend on model Moonbeam 9 in September 2026?"
      Then the run of Ada shows all five events, complete and in order
