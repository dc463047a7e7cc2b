@owner:accounts
@severity:critical
Feature: Confirming an address
  As the owner of an address
  I want only the link in my own mail to confirm it
  So that nobody opens an account in my name

  @promise:link-works-once
  @browser
  @wire
  Rule: A link works once

    Scenario: Ada follows her link a second time
      Given Ada has signed up and confirmed
      When Ada follows the link of the mail again
      Then Ada is told "This link was used already."

  @promise:link-expires
  @browser
  @wire
  @needs:own_settings
  Rule: A link does not work after its time

    Scenario: Ada finds the mail too late
      Given links in mails expire at once
      And Ada has signed up
      When Ada follows the link of the mail
      Then Ada is told "This link has expired."
      And Ada cannot log in

  @promise:link-cannot-be-guessed
  @browser
  @wire
  Rule: A link that was not sent does not work

    Scenario: A link with one letter changed
      Given Ada has signed up
      When Ada follows the link of the mail with one letter changed
      Then Ada is told "This link is not valid."
      And Ada cannot log in

  @promise:newest-link-counts
  @wire
  Rule: After signing up again, only the newest link works

    Scenario: Ada signs up twice and follows the first link
      Given Ada has signed up
      And Ada has signed up once more
      When Ada follows the link of the first mail
      Then Ada is told "This link has expired."
      And Ada cannot log in

  @promise:confirmed-in-time
  @browser
  @wire
  Rule: Confirming takes no longer than a click may take

    Scenario: Ada is waiting to begin
      Given Ada has signed up
      When Ada confirms the address
      Then Ada is told "Your address is confirmed."
      And confirming took Ada less than 2 seconds
