@owner:accounts
@severity:critical
Feature: Signing up with an e-mail address
  As someone who has just heard of the service
  I want an account with nothing but my address
  So that I can put my first question within a minute

  @promise:sign-up
  Rule: Whoever confirms the address has an account

    @browser
    @smoke
    Scenario: Ada signs up and comes in
      Given Ada has signed up
      When Ada confirms the address
      Then Ada can log in

    @browser
    Scenario: The mail tells Ada what to do
      When Ada signs up
      Then a mail titled "Confirm your e-mail address" reaches Ada
      And the mail greets Ada by name and holds one link, to the platform itself

  @promise:sign-up-needs-confirmation
  Rule: Nobody comes in before the address is confirmed

    @browser
    @wire
    Scenario: Ada is reminded of the mail
      Given Ada has signed up
      When Ada tries to log in
      Then Ada is told "Your e-mail address is not confirmed yet."
      And Ada stays outside

  @promise:every-valid-address
  Rule: Every valid address is welcome, however odd it looks

    @wire
    Scenario Outline: An address <kind>
      Given Ada's address is written like "<address>"
      When Ada signs up and confirms
      Then Ada can log in

      Examples:
        | kind                    | address                      |
        | with a plus sign        | NAME+invoices@mail.example   |
        | with an apostrophe      | o'NAME@mail.example          |
        | in capitals             | NAME@MAIL.EXAMPLE            |
        | with an accented domain | NAME@bücher.example          |
        | with many parts         | first.NAME@a.b.c.d.e.example |

    @wire
    Scenario: Capitals make no difference when logging in
      Given Ada has an account
      When Ada logs in with the address in capitals
      Then Ada is inside
