@owner:billing
@severity:critical
@needs:plans
Feature: Getting an invoice
  As someone who pays by the month
  I want an invoice that I can check line by line
  So that I can hand it to those who keep the books

  @promise:invoice-adds-up
  @wire
  Rule: An invoice is the sum of its lines, rounded once

    Scenario Outline: Grace, who asked "<question>", checks her invoice
      Given plans have their limits
      And Grace is in a conversation
      And Grace has been given the enterprise plan
      And Grace has asked "<question>"
      When Grace looks at the invoice
      Then Grace is to pay what the lines come to, rounded once to the cent

      Examples:
        | question                              |
        | Which models do we use?               |
        | Prepare a briefing for September 2026 |

  @promise:invoice-exported
  @wire
  Rule: What can be downloaded is what is shown

    Scenario: Grace takes the lines into her own books
      Given plans have their limits
      And Grace is in a conversation
      And Grace has been given the enterprise plan
      And Grace has asked "Prepare a briefing for September 2026"
      When Grace looks at the invoice
      Then the downloaded lines of Grace are those of the invoice

  @promise:invoice-months
  @wire
  Rule: A month ends when it ends where one lives

    Scenario Outline: <who> lives in <place>
      Given plans have their limits
      And <who> is in a conversation
      And <who> has chosen the time zone <place>
      When <who> looks at the invoice
      Then the invoice of <who> is of the month that it is there, from midnight to midnight

      Examples:
        | who    | place               |
        | Jürgen | Europe/Berlin       |
        | Yuki   | Pacific/Kiritimati  |
        | Alan   | America/Los_Angeles |

  @promise:invoice-shown
  @browser
  Rule: What is to be paid stands where one looks after one's account

    Scenario: Grace looks at her account
      Given plans have their limits
      And Grace is in a conversation
      And Grace has been given the enterprise plan
      And Grace has asked "Prepare a briefing for September 2026"
      When Grace looks at the invoice
      Then the account page of Grace says what is to be paid, and saves the same lines
