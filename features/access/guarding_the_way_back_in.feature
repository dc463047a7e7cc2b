@owner:accounts
@severity:critical
Feature: Guarding the way back in
  As the owner of an account
  I want the link to a new password to be of use to me alone
  So that nobody takes over my account by it

  @promise:reset-link-works-once
  @browser
  @wire
  Rule: A link to a new password works once

    Scenario: Ada's link is used a second time
      Given Ada has an account
      And Ada has asked for a new password
      And Ada has chosen a new password
      When Mallory tries the link of Ada to choose a password
      Then Mallory is told "This link was used already."
      And Ada can log in

  @promise:reset-link-expires
  @wire
  @needs:own_settings
  Rule: A link to a new password works for a short time only

    Scenario: Ada's mail is found too late
      Given links to a new password expire at once
      And Ada has an account
      And Ada has asked for a new password
      When Mallory tries the link of Ada to choose a password
      Then Mallory is told "This link has expired."
      And Ada can log in

  @promise:reset-newest-link-counts
  @wire
  Rule: Only the newest link to a new password works

    Scenario: Ada asks twice and follows the first link
      Given Ada has an account
      And Ada has asked for a new password
      And Ada has asked for a new password once more
      When Ada chooses a new password by the first link
      Then Ada is told "This link has expired."

  @promise:reset-link-cannot-be-guessed
  @wire
  Rule: Only a link to a new password changes a password

    Scenario: A link that confirms an address
      Given Ada has signed up
      When Mallory tries the link that confirms Ada's address as such a link
      Then Mallory is told "This link is not valid."

  @promise:reset-untold
  Rule: Whoever asks for a new password cannot tell whether there is such an account

    @browser
    @wire
    Scenario: Mallory tries Ada's address
      Given Ada has an account
      When Mallory asks for a new password for the address of Ada
      Then Mallory reads the same words as for an address that nobody has
      And a mail titled "Choose a new password" reaches Ada

    @wire
    Scenario: Mallory looks at the clock
      Given Ada has an account
      When Mallory takes the time of asking for Ada and for nobody
      Then both took Mallory equally long
