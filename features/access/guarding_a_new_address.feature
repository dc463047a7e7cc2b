@owner:accounts
@severity:critical
Feature: Guarding the link to a new address
  As the owner of an account
  I want the link to a new address to work once, soon, and for nothing else
  So that no old mail moves my account

  @promise:address-link-works-once
  @browser
  @wire
  Rule: A link to a new address works once

    Scenario: Ada follows it a second time
      Given Ada is in the chat
      And Ada has asked for a new address
      And Ada has confirmed the new address
      When Ada confirms the new address again
      Then Ada is told by her account "This link was used already."

  @promise:address-link-expires
  @wire
  @needs:own_settings
  Rule: A link to a new address works for a short time only

    Scenario: Ada finds the mail too late
      Given links to a new address expire at once
      And Ada is in the chat
      And Ada has asked for a new address
      When Ada confirms the new address
      Then Ada is told by her account "This link has expired."

  @promise:address-newest-link-counts
  @wire
  Rule: Only the newest link to a new address works

    Scenario: Ada thinks of another address
      Given Ada is in the chat
      And Ada has asked for a new address
      And Ada has asked for yet another address
      When Ada confirms the first of the two addresses
      Then Ada is told by her account "This link has expired."

  @promise:address-link-of-its-own
  @wire
  Rule: No link that was sent for something else changes the address

    Scenario: Ada tries her link to log in
      Given Ada is in the chat
      And Ada has asked for a link to log in
      When Ada tries it as a link to a new address
      Then Ada is told by her account "This link is not valid."
