@owner:chat
@severity:normal
Feature: Taking every kind of content
  As a user who pastes whatever is at hand
  I want the chat to take it as it is, or to say why not
  So that the agents work on exactly what I have

  @promise:content-kept
  Rule: Whatever can be written is kept letter for letter, and nothing in it is carried out

    @wire
    Scenario Outline: A question with <content>
      Given Ada is in a conversation
      And Ada's second device follows the conversation
      When Ada asks something with <content>
      Then every layer from the keyboard to the agent and back has it letter for letter

      Examples:
        | content                            |
        | plain words                        |
        | space at both ends                 |
        | as many characters as are taken    |
        | several lines                      |
        | Markdown                           |
        | a table                            |
        | a code block                       |
        | structured data                    |
        | a link                             |
        | a mention                          |
        | emoji                              |
        | combining marks                    |
        | right-to-left words                |
        | Chinese, Japanese and Korean words |
        | zero-width and control characters  |
        | markup                             |
        | a script                           |
        | a query                            |
        | a template                         |
        | numbers and currencies             |
        | a quoted reply                     |

  @promise:content-shown
  @browser
  Rule: The page takes and shows it letter for letter, and again after a reload

    Scenario: A conversation with whatever is at hand
      Given Ada is in a conversation
      And Ada's second device follows the conversation
      When Ada asks one after the other something with
        | space at both ends                |
        | several lines                     |
        | combining marks                   |
        | right-to-left words               |
        | zero-width and control characters |
        | a script                          |
      Then every layer from the keyboard to the agent and back has it letter for letter

  @promise:too-long-refused
  @wire
  Rule: What is too long is refused, and nothing else suffers

    Scenario: One character more than is taken
      Given Ada is in a conversation
      When Ada sends one character more than is taken
      Then Ada is told "That message is too long."
      And Ada can still ask and get an answer
