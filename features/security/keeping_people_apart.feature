@owner:security
@severity:critical
Feature: Keeping people apart
  As a company that pays for discretion
  I want nobody to see a word that is not theirs
  So that we can ask about our own money freely

  @promise:nobody-sees-others
  Rule: Two people side by side never see each other's words

    @browser
    @wire
    Scenario: Ada and Alan ask at the same time
      Given Ada is in a conversation
      And Alan is in a conversation
      When Ada and Alan ask about their own secret at the same time
      Then neither of Ada and Alan was told anything of the other

    @browser
    Scenario: Alan has no conversations of Ada in his list
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Alan enters the chat
      Then Alan has 0 conversations

  @promise:others-conversations-unknown
  @wire
  Rule: Another person's conversation does not exist, whatever one tries

    Scenario Outline: Mallory tries to <deed> it
      Given Ada is in a conversation
      And Ada has asked "What did we spend in total in September 2026?"
      And Mallory is in the chat
      When Mallory tries to <deed> the conversation of Ada
      Then Mallory is told "There is no such thread in your account."
      And neither of Ada and Mallory was told anything of the other

      Examples:
        | deed               |
        | open               |
        | read               |
        | follow             |
        | write in           |
        | stop               |
        | rename             |
        | archive            |
        | restore            |
        | delete             |
        | correct            |
        | shorten            |
        | ask again in       |
        | judge              |
        | add a file to      |
        | mark as read       |
        | be seen writing in |

  @promise:others-words-not-found
  @wire
  Rule: Nobody finds another person's words

    Scenario: Mallory looks for what Ada asked
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Mallory is in the chat
      When Mallory looks for "models"
      Then Mallory found nothing
