@owner:accounts
@severity:critical
Feature: Linking a provider
  As the owner of an account
  I want to link a provider to it, and be the only one who can
  So that I come in more easily and nobody else does

  Background:
    Given people may come in through providers

  @promise:link-needs-proof
  @browser
  Rule: An account is linked only to who proves to own it

    Scenario: Mallory has the address of Ada at another provider
      Given Ada has an account
      And single sign-on has given the address of Ada to Mallory
      When Mallory comes in through single sign-on
      Then Mallory is told "There is an account with your e-mail address already."
      And Mallory stays outside

  @promise:proof-links
  @browser
  Rule: The proof links the provider to the account

    Scenario: Ada proves that the account is hers
      Given Ada has an account
      And Ada has come in through Microsoft
      When Ada proves with her password that the account is hers
      Then Ada can come in through Microsoft on another device

  @promise:person-not-address
  @browser
  Rule: A provider's person is known by number, for addresses change hands

    Scenario: Google gives the address of Ada to Mallory
      Given Ada has come in through Google
      And Google has given the address of Ada to Mallory
      When Mallory comes in through Google
      Then Mallory is told "There is an account with your e-mail address already."
      And Mallory stays outside

  @promise:new-address-same-account
  @wire
  Rule: Whoever gets a new address at a provider keeps the account, and the account its address

    Scenario: Ada has a new address at Google
      Given Ada has come in through Google
      And Google knows Ada by a new address
      When Google takes somebody on another device for Ada
      Then that device is in the account of Ada, which has kept its address
