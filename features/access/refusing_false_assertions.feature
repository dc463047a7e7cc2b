@owner:security
@severity:critical
Feature: Refusing false words of a company
  As a company whose people come in by its own log-in
  I want only what the company really said of them to count
  So that nobody gets at our conversations with words that are forged, caught or old

  Background:
    Given people may come in through providers

  @promise:false-assertion-refused
  @wire
  Rule: The word of a company is believed only when it is true in every part

    Scenario Outline: The company log-in answers with <falsehood>
      Given Mallory is known at company log-in
      And company log-in will answer with <falsehood>
      When Mallory comes in through company log-in
      Then Mallory is told "The answer of the provider could not be trusted."
      And Mallory stays outside

      Examples:
        | falsehood                            |
        | a word that nobody signed            |
        | a signature of somebody else         |
        | a signature of a kind that is broken |
        | a word that was changed afterwards   |
        | a forged word beside the true one    |
        | the answer to another log-in         |
        | an answer that nobody asked for      |
        | the name of another provider         |
        | a word meant for another platform    |
        | a word for another address           |
        | a word that has run out              |
        | a word of tomorrow                   |

  @promise:company-word-is-ones-own
  @wire
  Rule: The word of a company counts once, and in the browser that asked for it

    Scenario: Mallory has caught the word about Ada
      Given somebody caught the word with which Ada came in through company log-in
      And Mallory is known at company log-in
      When Mallory brings the word about Ada as the answer to her own log-in
      Then Mallory is told "The answer of the provider could not be trusted."
      And Mallory stays outside

    Scenario: Mallory lets Ada's browser bring the word about Mallory
      Given somebody caught the word with which Mallory came in through company log-in
      When the word about Mallory is brought in the browser of Ada
      Then Ada is told "This log-in took too long, or began in another browser."
      And Ada stays outside

    Scenario: The same word a second time
      Given Ada came in through company log-in, and has logged out
      When the word about Ada is brought in the browser of Ada
      Then Ada is told "This log-in took too long, or began in another browser."
      And Ada stays outside
