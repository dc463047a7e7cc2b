@owner:accounts
@severity:critical
Feature: Choosing a new password after forgetting it
  As someone who has forgotten the password
  I want to choose a new one by a link in my mail
  So that I come back to my conversations, and nobody else does

  @promise:reset-lets-in
  Rule: Whoever reads the mail of the account can choose a new password

    @browser
    @wire
    @smoke
    Scenario: Ada comes back in
      Given Ada has an account
      And Ada has asked for a new password
      When Ada chooses a new password
      Then Ada can log in
      And that took Ada less than 10 seconds since she asked

    @wire
    Scenario: The forgotten password counts no more
      Given Ada has an account
      And Ada has asked for a new password
      When Ada chooses a new password
      Then Ada cannot log in with the old password

  @promise:reset-told
  @wire
  Rule: The owner is told of every new password

    Scenario: Ada reads that her password was changed
      Given Ada has an account
      And Ada has asked for a new password
      When Ada chooses a new password
      Then a mail titled "Your password was changed" reaches Ada

  @promise:reset-ends-log-ins
  Rule: A new password logs every device out at once

    @wire
    Scenario: An open connection is closed
      Given Ada is in a conversation
      And Ada has asked for a new password
      When Ada chooses a new password on another device
      Then the connection of Ada is closed because she may no longer use it

    @browser
    Scenario: An open chat asks to log in
      Given Ada is in the chat
      And Ada has asked for a new password
      When Ada chooses a new password on another device
      Then Ada is asked to log in

  @promise:reset-strong-password
  @browser
  @wire
  Rule: A new password that is easy to guess is refused, and the link stays good

    Scenario: Ada thinks of a better one
      Given Ada has an account
      And Ada has asked for a new password
      And Ada has tried "password1234" as a new password and was told "That password is too easy to guess."
      When Ada chooses a new password
      Then Ada can log in
