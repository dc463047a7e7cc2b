@owner:accounts
@severity:normal
Feature: Asking for the confirmation mail again
  As someone who has just signed up and finds no mail
  I want it sent again
  So that I need not begin anew

  @promise:mail-sent-again
  Rule: The mail can be asked for again, and only its newest link counts

    @browser
    @wire
    Scenario: Ada confirms by the second mail
      Given Ada has signed up
      And Ada has asked for the mail again
      When Ada follows the link of the mail
      Then Ada can log in

    @wire
    Scenario: Ada finds the first mail after all
      Given Ada has signed up
      And Ada has asked for the mail again
      When Ada follows the link of the first mail
      Then Ada is told "This link has expired."

  @promise:mails-limited
  @wire
  @needs:own_settings
  Rule: Nobody's inbox is flooded

    Scenario: Mallory asks again and again
      Given three mails an hour may be asked for
      And Ada has signed up
      And Mallory has asked twice for the mail to Ada
      When Mallory asks for the mail to Ada
      Then Mallory is refused as "rate_limited"
      And Mallory is told when to come back, within the hour

  @promise:sign-ups-limited
  @wire
  @needs:own_settings
  Rule: Signing up floods nobody's inbox either

    Scenario: Mallory signs up again and again
      Given three mails an hour may be asked for
      And Mallory has signed up 3 times with the address of Ada
      When Mallory signs up with the address of Ada
      Then Mallory is told "That was asked for too often."

  @promise:mail-again-untold
  @browser
  @wire
  Rule: Whoever asks cannot tell whether an address waits for its confirmation

    Scenario: Mallory asks for Ada's mail
      Given Ada has signed up
      When Mallory asks for the confirmation mail to Ada
      Then Mallory reads what is said of an address that nobody has
