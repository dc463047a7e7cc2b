@owner:security
@severity:critical
@needs:plans
Feature: Letting only administrators change people
  As a firm that pays for each plan
  I want plans and roles changed by our administrators alone, and every change on record
  So that nobody helps himself, and we can say who did what

  @promise:only-administrators-change
  Rule: Only administrators change plans and roles

    @wire
    Scenario Outline: <who>, who is <role>, wants a better plan
      Given plans have their limits
      And <who> has the role of <role>, and a second factor
      When <who> takes the enterprise plan for nothing
      Then <who> is told by the administration "You may not do that."
      And the operator sees <who> on the free plan

      Examples:
        | who     | role    |
        | Mallory | member  |
        | Noam    | support |
        | Noor    | manager |

    @browser
    Scenario: Mallory goes to the page of the administrators
      Given plans have their limits
      And Mallory has the role of member, and a second factor
      When Mallory takes the enterprise plan for nothing
      Then Mallory is told by the administration "You may not do that."

  @promise:support-only-looks
  @browser
  Rule: Support sees people and cannot change them

    Scenario: Noam looks for Ada, who has called him
      Given plans have their limits
      And Ada has an account
      And Noam has the role of support, and a second factor
      When Noam looks for Ada among the people
      Then Noam sees Ada, and nothing with which to change anything

  @promise:administrator-gives-plan
  @browser
  @wire
  Rule: What an administrator gives is given, and on record

    Scenario: Margaret gives Ada a plan
      Given plans have their limits
      And Ada has an account
      And Margaret has the role of admin, and a second factor
      When Margaret gives Ada the mid plan
      Then the operator sees Ada on the mid plan
      And it is on record that Margaret changed for Ada "plan: free → mid"

  @promise:administrator-second-factor
  @wire
  Rule: An administrator changes nothing without a second factor

    Scenario: Margaret has only her password
      Given plans have their limits
      And Ada has an account
      And Margaret has the role of admin, and no second factor
      When Margaret gives Ada the mid plan
      Then Margaret is told by the administration "Changing things for others takes a second factor."
      And the operator sees Ada on the free plan

  @promise:role-ends-at-once
  @browser
  @wire
  Rule: A role that is taken away ends at once

    Scenario: Margaret leaves the firm with the page still open
      Given plans have their limits
      And Ada has an account
      And Margaret has the role of admin, and a second factor
      And Margaret has found Ada among the people
      When the role of Margaret is taken away
      Then Margaret can give Ada nothing any more

  @promise:administrator-ends-log-ins
  @wire
  Rule: An administrator can log people out everywhere

    Scenario: The device of Ada was stolen
      Given plans have their limits
      And Ada is in the chat
      And Margaret has the role of admin, and a second factor
      When Margaret ends every log-in of Ada
      Then the connection of Ada is closed because she may no longer use it

  @promise:one-administrator-stays
  @wire
  @needs:own_settings
  Rule: There is always an administrator

    Scenario: The one administrator has had enough
      Given a platform with one administrator
      When the one administrator gives the role up
      Then the operator is told "Nobody else could administer this platform then."
      And there still is an administrator
