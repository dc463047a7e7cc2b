@owner:chat
@severity:normal
Feature: Keeping conversations in order
  As a user with many conversations
  I want to name them, put them away, find them again and delete them
  So that I see at a glance what I work on

  @promise:renamed-everywhere
  @browser
  @wire
  Rule: A conversation bears the name that its owner gives it, on every device at once

    Scenario: Ada renames a conversation
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada renames the conversation to "Our models"
      Then Ada lists the conversations "Our models"

    Scenario: Ada's phone hears of the new name
      Given Ada is in a conversation
      And Ada is in the chat on another device
      When Ada renames the conversation to "Our models"
      Then the other device of Ada hears of the name "Our models" unasked

  @promise:archived-away
  Rule: What is in the archive is out of the way, and not lost

    @browser
    @wire
    Scenario: Ada archives a conversation
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada archives the conversation
      Then Ada lists no conversation
      And the archive of Ada holds "Which models do we use?"

    @browser
    @wire
    Scenario: Ada takes it back
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Ada has archived the conversation
      When Ada restores the conversation
      Then Ada lists the conversations "Which models do we use?"
      And the archive of Ada is empty

    @wire
    Scenario: Nothing is written in an archived conversation
      Given Ada is in a conversation
      And Ada has archived the conversation
      When Ada asks "Which models do we use?"
      Then Ada is told "This conversation is in the archive."

  @promise:deleted-for-good
  Rule: What is deleted is gone for good, everywhere

    @browser
    @wire
    Scenario: Ada deletes a conversation
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada deletes the conversation
      Then Ada lists no conversation
      And what was in the conversation of Ada cannot be had any more

    @browser
    @wire
    Scenario: Ada's phone hears that it is gone
      Given Ada is in a conversation
      And Ada is in the chat on another device
      When Ada deletes the conversation
      Then the other device of Ada hears unasked that it is gone

    @wire
    Scenario: What still runs in it is stopped first
      Given agents take their time
      And Ada is in a conversation
      And Ada has asked "Which models do we use?" and the answer has begun
      When Ada deletes the conversation
      Then the run of Ada was stopped before the conversation went

  @promise:conversations-found
  @browser
  @wire
  Rule: A conversation is found by any words in it, whatever their case

    Scenario Outline: Ada looks for words of <place>
      Given Ada is in a conversation
      And Ada has asked "<question>"
      When Ada looks for "<words>"
      Then Ada found "<question>" alone

      Examples:
        | place      | question                      | words        |
        | a question | What did the CAFÉ team spend? | café TEAM    |
        | an answer  | Which models do we use?       | AURORA-large |

    Scenario: Signs are only signs
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada looks for "100%_"
      Then Ada found nothing

  @promise:change-made-once
  @wire
  Rule: A change that is sent twice under the same name happens once

    Scenario Outline: An impatient device asks again to <deed>
      Given Ada is in a conversation
      When Ada's device asks twice under the same name to <deed> the conversation
      Then both are answered in the same words, and it happened once

      Examples:
        | deed    |
        | rename  |
        | archive |
        | delete  |
