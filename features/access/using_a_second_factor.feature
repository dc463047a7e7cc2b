@owner:accounts
@severity:critical
Feature: Using a second factor
  As someone whose password may one day be known to others
  I want a code that only my phone shows to be asked for, too
  So that the password alone opens nothing

  @promise:second-factor-asked
  Rule: With a second factor, logging in takes the password and a code

    @browser
    @wire
    Scenario: Mallory knows the password
      Given Ada has a second factor
      When Mallory logs in as Ada without a code
      Then Mallory is told "This account asks for a code, too."
      And Mallory stays outside

    @browser
    @wire
    @smoke
    Scenario: Ada sets it up and comes in with it
      Given Ada is in the chat
      And Ada has set up a second factor
      When Ada logs in with the next code
      Then Ada is inside
      And entering the code took Ada less than 5 seconds

  @promise:second-factor-not-bypassed
  @browser
  Rule: No provider leads past it

    Scenario: Somebody has got into Ada's account at Google
      Given people may come in through providers
      And Ada has come in through Google
      And Ada has set up a second factor
      When Google takes somebody on another device for Ada
      Then that device is told "This account asks for a code, too."

  @promise:wrong-code-refused
  Rule: A code counts once, and only the right one

    @browser
    @wire
    Scenario: Mallory makes up a code
      Given Ada has a second factor
      When Mallory logs in as Ada with a made-up code
      Then Mallory is told "That code is wrong, or was used already."
      And Mallory stays outside

    @wire
    Scenario: Mallory looks over Ada's shoulder
      Given Ada has a second factor
      And Ada has logged in with the next code
      When Mallory logs in as Ada with the same code
      Then Mallory is told "That code is wrong, or was used already."

  @promise:codes-not-guessed
  @wire
  @needs:own_settings
  Rule: Wrong codes lock the account as wrong passwords do

    Scenario: Mallory tries one code after the other
      Given three wrong passwords lock an account
      And Ada has a second factor
      When Mallory tries 4 made-up codes as Ada
      Then Mallory is told "Too many wrong passwords: this address is locked for a while."

  @promise:backup-codes
  Rule: Each backup code lets its owner in once

    @browser
    @wire
    Scenario: Ada has lost her phone
      Given Ada has a second factor
      When Ada logs in with her first backup code
      Then Ada is inside

    @wire
    Scenario: Mallory finds a backup code that is crossed out
      Given Ada has a second factor
      And Ada has logged in with her first backup code
      When Mallory logs in as Ada with the same code
      Then Mallory is told "That code is wrong, or was used already."

  @promise:second-factor-on-takes-password
  Rule: Setting it up takes the password; where there is none, a fresh log-in

    @browser
    @wire
    Scenario: Mallory would like to lock Ada out
      Given Ada is in the chat
      When somebody at Ada's device sets it up with a wrong password
      Then Ada is told by her account "That password is wrong."

    @browser
    @needs:own_settings
    Scenario: Ada has no password, and came in long ago
      Given people may come in through providers, and a log-in is old at once
      And Ada has come in through Google
      When somebody at Ada's device sets it up with a wrong password
      Then Ada is told by her account "this needs a fresh log-in."

  @promise:second-factor-off-takes-password
  Rule: Switching it off takes the password

    @browser
    @wire
    Scenario: Mallory finds Ada's device open
      Given Ada is in the chat
      And Ada has set up a second factor
      When somebody at Ada's device switches it off with a wrong password
      Then Ada is told by her account "That password is wrong."
      And logging in as Ada still asks for a code

    @browser
    @wire
    Scenario: Ada has a new phone
      Given Ada is in the chat
      And Ada has set up a second factor
      When Ada switches the second factor off
      Then Ada can log in without a code
