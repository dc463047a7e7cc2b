@owner:accounts
@severity:critical
Feature: Leaving for good
  As someone who does not need the service any more
  I want my account to be deleted with all that is in it
  So that nobody ever reads what I asked

  @promise:leaving-deletes
  Rule: Whoever leaves for good has no account any more, and is told so

    @browser
    @wire
    Scenario: Ada leaves
      Given Ada is in the chat
      When Ada leaves for good
      Then Ada cannot log in
      And a mail titled "Your account is deleted" reaches Ada

  @promise:leaving-takes-everything
  @wire
  Rule: Nothing of before is left for whoever comes with the same address

    Scenario: Ada comes again
      Given Ada is in a conversation
      And Ada has left for good
      When Ada enters the chat
      Then Ada has 0 conversations

  @promise:leaving-ends-work
  @wire
  @needs:own_settings
  Rule: Leaving ends at once whatever goes on for the account, on every device

    Scenario: An agent is at work for Ada
      Given agents take their time
      And Ada is in a conversation
      And Ada has asked "What did we spend in total in September 2026?" and an agent is at work
      When Ada leaves for good on another device
      Then the connection of Ada is closed because she may no longer use it
      And no agent is at work any more

  @promise:leaving-takes-proof
  Rule: It takes the password, and a code where there is a second factor

    @browser
    @wire
    Scenario: Mallory finds Ada's device open
      Given Ada is in the chat
      When somebody at Ada's device leaves for good with a wrong password
      Then Ada is told by her account "That password is wrong."
      And Ada stays inside

    @wire
    Scenario: Mallory knows the password, too
      Given Ada has a second factor
      When Ada leaves for good
      Then Ada is told by her account "This account asks for a code, too."

  @promise:leaving-by-link
  Rule: Without a password it takes a link in a mail, and no other link will do

    @browser
    Scenario: Ada has no password, for she comes through Google
      Given people may come in through providers
      And Ada has come in through Google
      And Ada has asked to leave for good
      When Ada follows the link of the mail that deletes her account
      Then Ada is told by her account "Your account is deleted"
      And a mail titled "Your account is deleted" reaches Ada

    @wire
    Scenario: Mallory finds a mail with a link to log in
      Given Ada has an account
      And Ada has asked for a link to log in
      When Mallory tries it as a link that deletes the account of Ada
      Then Mallory is told "This link is not valid."
      And Ada can log in
