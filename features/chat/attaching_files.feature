@owner:chat
@severity:normal
Feature: Attaching files
  As a user with figures and pictures of my own
  I want to put them into a conversation
  So that the agents and I look at the same things

  @promise:file-kept
  Rule: A file that is attached is kept byte by byte, for its owner

    @browser
    @wire
    Scenario Outline: Ada attaches <file>
      Given Ada is in a conversation
      When Ada attaches <file>
      Then the conversation of Ada holds <file>
      And Ada gets <file> back, byte by byte

      Examples:
        | file        |
        | a CSV table |
        | a picture   |

    @wire
    Scenario Outline: Ada attaches <file> and looks from another device
      Given Ada is in a conversation
      And Ada has attached <file>
      When Ada opens the conversation on another device
      Then <file> is in the conversation there

      Examples:
        | file         |
        | a photograph |
        | a plain text |

    @browser
    Scenario: Ada pastes a picture
      Given Ada is in a conversation
      When Ada pastes a picture
      Then Ada gets a picture back, byte by byte

    @browser
    Scenario: Ada drops a table
      Given Ada is in a conversation
      When Ada drops a CSV table onto the conversation
      Then Ada gets a CSV table back, byte by byte

  @promise:file-judged-by-content
  @wire
  Rule: What a file is, its content says and not its name

    Scenario Outline: Ada offers <file>
      Given Ada is in a conversation
      When Ada offers <file> to the chat
      Then Ada is refused as "<code>"

      Examples:
        | file                       | code                 |
        | a program called a picture | attachment_rejected  |
        | a page called a picture    | attachment_rejected  |
        | a picture called a table   | attachment_rejected  |
        | nothing called a text      | attachment_rejected  |
        | a text beyond all measure  | attachment_too_large |

  @promise:file-added-up
  Rule: The agents add up an attached table exactly

    @browser
    @wire
    Scenario: Ada asks for the total of a column
      Given Ada is in a conversation
      And Ada has attached a CSV table
      When Ada asks "What is the total of column cost in the attached table?"
      Then the agent of Ada added up the table and says "1,234.60"

    @wire
    Scenario: A column that is not there
      Given Ada is in a conversation
      And Ada has attached a CSV table
      When Ada asks "What is the total of column weight in the attached table?"
      Then the agent of Ada added up the table and says "has no column"

  @promise:file-goes-with-conversation
  @wire
  Rule: With its conversation a file is deleted

    Scenario: Ada deletes a conversation with a picture
      Given Ada is in a conversation
      And Ada has attached a picture
      When Ada deletes the conversation
      Then Ada cannot get the file back any more

  @promise:file-private
  @wire
  Rule: Another person's file does not exist, whatever one tries

    Scenario: Mallory asks for Ada's picture
      Given Ada is in a conversation
      And Ada has attached a picture
      And Mallory is in a conversation
      When Mallory asks for the file of Ada
      Then Mallory is refused as "attachment_not_found"

    Scenario: Mallory attaches Ada's picture
      Given Ada is in a conversation
      And Ada has uploaded a picture without attaching it
      And Mallory is in a conversation
      When Mallory wants to attach what Ada has uploaded
      Then Mallory is told "There is no such file of yours."
