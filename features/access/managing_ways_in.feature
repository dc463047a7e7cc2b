@owner:accounts
@severity:critical
Feature: Managing the ways into one's account
  As the owner of an account
  I want to add and remove the providers that open it, and be the only one who can
  So that I come in as I like, and nobody adds a door of their own

  Background:
    Given people may come in through providers

  @promise:way-in-added
  @browser
  @wire
  Rule: A provider that the owner links opens the account from then on

    Scenario: Ada links Google
      Given Ada has come in with her password
      And Ada is known at Google
      When Ada links Google to her account
      Then Ada's ways in are "Google"
      And Ada can come in through Google on another device
      And a mail titled "Google now opens your account" reaches Ada

  @promise:way-in-removed
  @browser
  @wire
  Rule: A provider that the owner unlinks opens the account no more

    Scenario: Ada unlinks Google
      Given Ada has come in with her password
      And Ada has linked Google to her account
      When Ada unlinks Google
      Then no provider opens the account of Ada
      And Ada cannot come in through Google on another device
      And a mail titled "Google no longer opens your account" reaches Ada

  @promise:ways-in-need-password
  @wire
  Rule: Whoever finds a device that was left open changes no way in

    Scenario: Somebody at Ada's device adds a way
      Given Ada has come in with her password
      And Ada is known at GitHub
      When somebody who does not know Ada's password links GitHub to her account
      Then Ada is told "That password is wrong."
      And no provider opens the account of Ada

    Scenario: Somebody at Ada's device removes a way
      Given Ada has come in with her password
      And Ada has linked GitHub to her account
      When GitHub is unlinked at Ada's open device without her password
      Then Ada is told "That password is wrong."
      And Ada's ways in are "GitHub"

  @promise:last-way-in-stays
  @browser
  @wire
  Rule: Nobody removes the only way into an account

    Scenario: Ada has no password
      Given Ada has come in through Google
      When Ada unlinks Google
      Then Ada is told "That is the only way into your account."
      And Ada's ways in are "Google"

  @promise:person-opens-one-account
  @wire
  Rule: A person of a provider opens one account only

    Scenario: Ada links the person with whom Alan comes in
      Given Alan has come in through Google
      And Ada has come in with her password
      And Ada comes to Google as the person that Alan is
      When Ada links Google to her account
      Then Ada is told "That person of the provider is linked to another account."
      And no provider opens the account of Ada

  @promise:linking-is-ones-own
  @wire
  Rule: A provider is linked only in the browser and in the log-in that set out

    Scenario: Mallory lures Ada onto her way back
      Given Ada has come in with her password
      And Mallory has come in with her password
      And Mallory has set out to link Google and stopped on the way back
      When Ada goes the way back of Mallory
      Then Ada is told "This log-in took too long, or began in another browser."
      And no provider opens the account of Mallory

    Scenario: Ada has logged out meanwhile
      Given Ada has come in with her password
      And Ada has set out to link Google and stopped on the way back
      And Ada has logged out
      When Ada goes the way back of Ada
      Then Ada is told "This log-in took too long, or began in another browser."
      And Ada cannot come in through Google on another device
