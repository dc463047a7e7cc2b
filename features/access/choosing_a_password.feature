@owner:accounts
@severity:normal
Feature: Choosing a password
  As the owner of an account
  I want to be stopped from choosing a password that is easy to guess
  So that nobody else reads my company's spending

  @promise:strong-passwords
  @browser
  @wire
  Rule: A password that is easy to guess is refused, with advice

    Scenario Outline: A password that is <weakness>
      When Ada signs up with the password "<password>"
      Then Ada is told "That password is too easy to guess."
      And Ada gets no mail

      Examples:
        | weakness             | password        |
        | too short            | Xk7!q           |
        | known to everybody   | password1234    |
        | made of her own name | Ada-Ada-Ada-Ada |
