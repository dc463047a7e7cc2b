@owner:accounts
@severity:critical
Feature: Coming in by a mailed link
  As someone who has no password at hand, or none at all
  I want a link in my mail that lets me in
  So that I need not invent, remember or type anything

  @promise:mailed-link-lets-in
  Rule: Whoever reads the mail of the account comes in

    @browser
    @wire
    @smoke
    Scenario: Ada comes in without her password
      Given Ada has an account
      And Ada has asked for a link to log in
      When Ada comes in by the link
      Then Ada is inside
      And that took Ada less than 10 seconds since she asked

    @browser
    Scenario: Ada has no password, for she comes through Google
      Given people may come in through providers
      And Ada has come in through Google
      And Ada has asked for a link to log in
      When Ada comes in by the link on another device
      Then Ada is inside on that device

  @promise:mailed-link-proves
  @browser
  Rule: A link proves whose account it is, as a password does

    Scenario: Ada links Microsoft to her account without the password
      Given people may come in through providers
      And Ada has an account
      And Ada has come in through Microsoft
      And Ada has asked for a link to log in
      When Ada comes in by the link
      Then Ada can come in through Microsoft on another device

  @promise:mailed-link-works-once
  @browser
  @wire
  Rule: A link lets in once

    Scenario: Mallory finds the mail afterwards
      Given Ada has an account
      And Ada has asked for a link to log in
      And Ada has come in by the link
      When Mallory comes in by the link of Ada
      Then Mallory is told "This link was used already."

  @promise:mailed-link-expires
  @wire
  @needs:own_settings
  Rule: A link lets in for a short time only

    Scenario: Mallory finds a mail of yesterday
      Given links to log in expire at once
      And Ada has an account
      And Ada has asked for a link to log in
      When Mallory comes in by the link of Ada
      Then Mallory is told "This link has expired."

  @promise:mailed-link-newest-counts
  @wire
  Rule: Only the newest link lets in

    Scenario: Mallory finds the first of two mails
      Given Ada has an account
      And Ada has asked for a link to log in
      And Ada has asked for a link to log in once more
      When Mallory comes in by the first link of Ada
      Then Mallory is told "This link has expired."

  @promise:mailed-link-of-its-own
  @wire
  Rule: No link that was sent for something else lets in

    Scenario: Mallory finds a mail about a new password
      Given Ada has an account
      And Ada has asked for a new password
      When Mallory comes in by the link to a new password of Ada
      Then Mallory is told "This link is not valid."

  @promise:mailed-link-asks-for-code
  Rule: A second factor is asked for all the same

    @wire
    Scenario: Mallory reads Ada's mail
      Given Ada has a second factor
      And Ada has asked for a link to log in
      When Mallory comes in by the link of Ada
      Then Mallory is told "This account asks for a code, too."
      And Mallory stays outside

    @browser
    @wire
    Scenario: Ada has her phone at hand
      Given Ada has a second factor
      And Ada has asked for a link to log in
      When Ada comes in by the link with the next code
      Then Ada is inside

  @promise:mailed-link-passes-lock
  @wire
  @needs:own_settings
  Rule: A lock stops guessing, not the reader of the mail

    Scenario: Ada comes in while Mallory guesses
      Given three wrong passwords lock an account
      And Ada has an account
      And Mallory has tried 3 wrong passwords on the account of Ada
      And Ada has asked for a link to log in
      When Ada comes in by the link
      Then Ada is inside

  @promise:mailed-link-untold
  Rule: Whoever asks for a link cannot tell whether there is such an account

    @browser
    @wire
    Scenario: Mallory tries Ada's address
      Given Ada has an account
      When Mallory asks for a link to log in for the address of Ada
      Then Mallory reads of the link what is said of an address that nobody has
      And a mail titled "Your link to log in" reaches Ada

    @wire
    Scenario: Mallory looks at the clock
      Given Ada has an account
      When Mallory times the mails with links to Ada and to nobody
      Then both took Mallory equally long

  @promise:mailed-links-limited
  @wire
  @needs:own_settings
  Rule: Nobody's inbox is flooded with links

    Scenario: Mallory asks again and again
      Given three mails an hour may be asked for
      And Mallory has asked 3 times for a link to log in for the address of Ada
      When Mallory asks for a link to log in for the address of Ada
      Then Mallory is told "That was asked for too often."
