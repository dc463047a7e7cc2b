@owner:accounts
@severity:critical
Feature: Stopping people who guess passwords
  As the owner of an account
  I want guessing my password to be stopped after a few tries
  So that nobody finds it, and I myself still get in

  @promise:guessing-stops
  @browser
  @wire
  @needs:own_settings
  Rule: After too many wrong passwords an account is locked for a while

    Scenario: Even the right password is refused then
      Given three wrong passwords lock an account
      And Ada has an account
      And Mallory has tried 3 wrong passwords on the account of Ada
      When Ada tries to log in
      Then Ada is told "Too many wrong passwords: this address is locked for a while."
      And Ada stays outside

  @promise:lock-opens-by-mail
  @browser
  @wire
  @needs:own_settings
  Rule: The owner is told by mail, and unlocks the account with it

    Scenario: Ada unlocks her account
      Given three wrong passwords lock an account
      And Ada has an account
      And Mallory has tried 3 wrong passwords on the account of Ada
      When Ada follows the link of the mail "Your account is locked for a while"
      Then Ada can log in

  @promise:lock-opens-in-time
  @wire
  @needs:own_settings
  Rule: A lock ends by itself

    Scenario: Ada comes back later
      Given three wrong passwords lock an account for two seconds
      And Ada has an account
      And Mallory has tried 3 wrong passwords on the account of Ada
      When Ada tries to log in until she is in
      Then Ada is inside

  @promise:lock-untold
  @wire
  @needs:own_settings
  Rule: Whoever guesses cannot tell whether there is such an account

    Scenario: Mallory guesses on, at an account and at an address nobody has
      Given three wrong passwords lock an account
      And Ada has an account
      When Mallory tries 6 wrong passwords on the account of Ada, and on no account
      Then Mallory reads the same words both times
      And both took Mallory equally long
