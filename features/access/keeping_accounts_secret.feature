@owner:accounts
@severity:critical
Feature: Keeping secret who has an account
  As the owner of an account
  I want nobody to find out from the platform that I am a customer
  So that I am not singled out by people who guess passwords

  @promise:taken-address-untold
  Rule: An address that is taken is answered like a new one; only its owner hears of it

    @browser
    @wire
    Scenario: Mallory tries Ada's address
      Given Ada has an account
      When Mallory signs up with the address of Ada
      Then Mallory reads the same words as every newcomer
      And a mail titled "You already have an account" reaches Ada

    @wire
    Scenario: Ada's own password stays the one that counts
      Given Ada has an account
      When Mallory signs up with the address of Ada
      Then Ada can log in

  @promise:wrong-log-in-untold
  Rule: A wrong password and an unknown address are answered alike

    @browser
    @wire
    Scenario: A wrong password
      Given Ada has an account
      When Ada tries to log in with a wrong password
      Then Ada is told "E-mail address or password is wrong."
      And Ada stays outside

    @browser
    @wire
    Scenario: An address nobody has
      When Ada tries to log in
      Then Ada is told "E-mail address or password is wrong."
      And Ada stays outside
