@owner:accounts
@severity:critical
Feature: Changing the address
  As someone whose address changes
  I want my account to move to the new one, and nobody else to move it
  So that I keep my conversations and nobody takes them from me

  @promise:address-changes
  Rule: The address changes when the link in the new inbox is followed, and not before

    @browser
    @wire
    Scenario: Ada moves to her new address
      Given Ada is in the chat
      And Ada has asked for a new address
      When Ada confirms the new address
      Then Ada cannot log in with the former address
      And Ada can log in on another device

    @wire
    Scenario: Ada has not seen the mail yet
      Given Ada is in the chat
      When Ada asks for a new address
      Then Ada can log in on another device

  @promise:address-change-takes-proof
  Rule: Asking for it takes the password, and a code where there is a second factor

    @browser
    @wire
    Scenario: Mallory finds Ada's device open
      Given Ada is in the chat
      When somebody at Ada's device asks for a new address with a wrong password
      Then Ada is told by her account "That password is wrong."

    @wire
    Scenario: Mallory knows the password, too
      Given Ada has a second factor
      When Ada asks for a new address
      Then Ada is told by her account "This account asks for a code, too."

    @browser
    @wire
    Scenario: Ada has her phone at hand
      Given Ada has a second factor
      And Ada has logged in with the next code
      When Ada asks for a new address with her first backup code
      Then the new address of Ada gets a mail titled "Confirm your new address"

  @promise:address-change-told
  @wire
  Rule: The former address is told, and with it the change can be undone

    Scenario: Ada reads that her address was changed
      Given Ada is in the chat
      And Ada has asked for a new address
      When Ada confirms the new address
      Then the former address of Ada gets a mail titled "The address of your account was changed"

  @promise:address-change-undone
  @browser
  @wire
  Rule: Whoever takes over an account loses it again, with every log-in and the password

    Scenario: Mallory has got into Ada's account and given it another address
      Given Ada has an account
      And Mallory has got into the account of Ada and changed its address
      When Ada puts her former address back by the mail that told her
      Then neither the log-in nor the password lets Mallory into the account of Ada
      And Ada comes back in with a new password

  @promise:address-change-ends-log-ins
  @wire
  Rule: The device that asked stays logged in; all others are logged out

    Scenario: Ada has forgotten a device somewhere
      Given Ada is in the chat
      And Ada is in the chat on another device
      And Ada has asked for a new address
      When Ada confirms the new address
      Then the other device of Ada is out at once
      And Ada stays inside

  @promise:address-change-untold
  Rule: An address that is taken is answered like a free one; only its owner hears of it

    @browser
    @wire
    Scenario: Mallory asks for Ada's address
      Given Ada has an account
      And Mallory is in the chat
      When Mallory asks for the address of Ada as her own
      Then Mallory reads of it what is said of an address that nobody has
      And a mail titled "You already have an account" reaches Ada

    @wire
    Scenario: Mallory looks at the clock
      Given Ada has an account
      And Mallory is in the chat
      When Mallory takes the time of asking for the address of Ada and of nobody
      Then both took Mallory equally long
