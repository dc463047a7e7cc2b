@owner:chat
@severity:critical
Feature: Showing messages as they were written
  As a user who writes in any language
  I want to see exactly what I wrote
  So that I can trust what the agents were asked

  @promise:shown-as-written
  @browser
  @wire
  Rule: Every character comes back as it was typed

    Scenario Outline: A message with <content>
      Given Ada is in a conversation
      When Ada asks "<text>"
      Then the conversation shows the question "<text>", letter for letter

      Examples:
        | content             | text                                |
        | emoji               | Is 👩🏽‍💻 cheaper than 🤖?         |
        | right-to-left words | كم أنفقنا في سبتمبر 2026؟           |
        | Japanese            | 先月の費用はいくらでしたか                       |
        | combining marks     | Café naïve                        |
        | HTML                | <b>bold</b> & <i>italic</i>         |
        | a script            | <script>document.title='x'</script> |
        | SQL                 | '; DROP TABLE messages; --          |
        | a template          | {{ 7 * 7 }} ${7 * 7}                |

  @promise:nothing-executed
  @browser
  Rule: Nothing in an answer is ever executed

    Scenario: Mallory names a model after a piece of HTML
      Given Mallory is in a conversation
      When Mallory asks "What did we spend on model <img src=x onerror=document.title='broken'> in September 2026?"
      Then the answer shows "<img src=x onerror=document.title='broken'>" as plain text
      And nothing in the page was executed
