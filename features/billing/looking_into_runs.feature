@owner:billing
@severity:normal
@needs:own_settings
Feature: Looking into runs
  As an administrator who is asked what happened, and what it cost
  I want runs, agents and charges in one place
  So that I can answer without asking anybody else

  @promise:runs-listed
  @browser
  @wire
  Rule: Each run is listed with how it ended, how long it took, and what it cost

    Scenario: Margaret is asked what Katherine's question cost
      Given plans have their limits
      And people are in conversations on these plans
        | who       | plan |
        | Katherine | mid  |
      And Katherine has asked "Which models do we use?"
      And Margaret has the role of admin, and a second factor
      When Margaret looks into the runs
      Then Margaret sees the runs of Katherine: how they ended, how long they took, what they cost

  @promise:agents-listed
  @browser
  Rule: Each agent is listed with its runs and what these brought it

    Scenario: Margaret wants to know who does the work
      Given plans have their limits
      And Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Margaret has the role of admin, and a second factor
      When Margaret looks into the runs
      Then Margaret sees of each agent how often it ran, and what it earned

  @promise:ledger-at-hand
  @browser
  Rule: An administrator sees what was charged last, and can take the whole ledger along

    Scenario: Margaret hands the ledger to those who keep the books
      Given plans have their limits
      And people are in conversations on these plans
        | who       | plan |
        | Katherine | mid  |
      And Katherine has asked "Which models do we use?"
      And Margaret has the role of admin, and a second factor
      When Margaret looks into the runs
      Then Margaret finds in the ledger what the runs of Katherine told, also in the file

  @promise:runs-guarded
  Rule: Support only looks, and nobody else sees anything

    @browser
    @wire
    Scenario: Noam helps Ada
      Given plans have their limits
      And Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Noam has the role of support, and a second factor
      When Noam looks into the runs
      Then Noam sees the runs of Ada, and neither what agents earn nor the file

    @browser
    @wire
    Scenario Outline: <who> is curious
      Given plans have their limits
      And Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And <who> has the role of <role>, and a second factor
      When <who> looks into the runs
      Then <who> sees nothing of it, and is told "You may not do that."

      Examples:
        | who     | role    |
        | Mallory | member  |
        | Noor    | manager |
